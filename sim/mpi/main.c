/* main.c - `mpirun eleven-mpi sweep`: a sweep whose runs many ranks play, on one machine or more.
 *
 * Only rank 0 says and writes something, and ends with the exit code.
 */
#include <inttypes.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd_sweep.h"
#include "process.h"
#include "rounds.h"

static const char help[] =
    "usage: mpirun [-n RANKS] eleven-mpi sweep SCENARIO [options]\n"
    "\n"
    "Plays what 'eleven sweep' plays with these arguments: the same bytes, with any number of ranks.\n"
    "--jobs are the threads of each rank (1). Each rank reads the scenario, the profiles and the file\n"
    "of --resume; rank 0 alone writes.\n"
    "\n"
    "examples:\n"
    "  mpirun -n 4 eleven-mpi sweep transfer --loss 0:0.5:0.05 --runs 1000000 -o whole\n"
    "  eleven-mpi sweep --help\n";

/* How long a rank waits for the others once a signal has come. mpirun kills all one second after it. */
static const double patience_first  = 0.4;
static const double patience_others = 5;

/* What a rank works on. */
struct work {
    struct gather_ranks  ranks;
    struct sweep_options options;
    struct study         study; /* the whole */
    struct study         part;  /* the same, for what this rank plays */
};

/* ---------------------------------------------------------------- all of one mind */

static enum status usage(int argc, char **argv)
{
    if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        fputs(help, stdout);
        return STATUS_DONE;
    }
    fputs("eleven-mpi: ranks play 'sweep' and nothing else (try 'eleven-mpi --help')\n", stderr);
    return STATUS_USAGE;
}

static enum status open_study(struct work *work, int argc, char **argv)
{
    enum status status = sweep_prepare(&work->options, &work->study, argc - 1, argv + 1);
    if (status == STATUS_DONE && !work->options.help)
        status = study_open(&work->part, &work->study.plan);
    if (status == STATUS_DONE && work->ranks.rank == 0)
        status = sweep_may_write(&work->options);
    return status;
}

/* What the ranks must agree on: all that the runs depend on, and which are to be played. */
static void name_work(char name[TEXT_HASH_MAX], const struct study *study)
{
    struct text_hash hash = text_hash_start();
    char             number[TEXT_NUMBER_MAX];
    text_hash_add(&hash, study->hash);
    for (uint32_t i = 0; i < study->n_points; i++) {
        snprintf(number, sizeof number, "%" PRIu64, study->points[i].done);
        text_hash_add(&hash, number);
    }
    snprintf(number, sizeof number, "%" PRIu64, study_last(study));
    text_hash_add(&hash, number);
    text_hash_name(name, hash);
}

static enum status compare(const struct work *work)
{
    char ours[TEXT_HASH_MAX], first[TEXT_HASH_MAX];
    name_work(ours, &work->study);
    memcpy(first, ours, sizeof first);
    MPI_Bcast(first, TEXT_HASH_MAX, MPI_CHAR, 0, MPI_COMM_WORLD);
    if (strcmp(ours, first) == 0)
        return STATUS_DONE;
    fprintf(stderr, "eleven-mpi: rank %d has another scenario, profile, table of TCP or file of results "
            "than rank 0, or other arguments\n", work->ranks.rank);
    return STATUS_USAGE;
}

static enum status worst(enum status status)
{
    int mine = (int)status, all = 0;
    MPI_Allreduce(&mine, &all, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
    return (enum status)all;
}

/* Rank 0 is first, so that what is wrong everywhere is said once. */
static enum status prepare(struct work *work, int argc, char **argv)
{
    enum { STATUS, HELP };
    int first[] = { [STATUS] = STATUS_DONE, [HELP] = 0 };
    if (work->ranks.rank == 0) {
        first[STATUS] = (int)open_study(work, argc, argv);
        first[HELP]   = work->options.help;
    }
    MPI_Bcast(first, 2, MPI_INT, 0, MPI_COMM_WORLD);
    work->options.help = first[HELP] != 0;
    if (first[STATUS] != STATUS_DONE || work->options.help)
        return (enum status)first[STATUS];
    enum status status = worst(work->ranks.rank == 0 ? STATUS_DONE : open_study(work, argc, argv));
    return status == STATUS_DONE ? worst(compare(work)) : status;
}

/* ---------------------------------------------------------------- the course of it */

/* The others are gone: what rank 0 has is shown and written, and MPI can only be left by force. */
static _Noreturn void leave(enum status status)
{
    MPI_Abort(MPI_COMM_WORLD, status_end((int)status));
    abort();
}

static enum status play(struct work *work)
{
    enum status status = STATUS_DONE;
    if (work->options.jobs == NULL)
        work->options.how.jobs = 1;
    work->options.how.progress = false;
    enum rounds_end end = rounds_play(&work->ranks, &work->study, &work->part, &work->options.how);
    if (work->ranks.rank == 0 && end == ROUNDS_ALONE)
        fputs("eleven-mpi: other ranks do not answer any more\n", stderr);
    if (work->ranks.rank == 0)
        status = sweep_finish(&work->options, &work->study, end != ROUNDS_TOO_MANY);
    if (end == ROUNDS_ALONE)
        leave(status);
    return status;
}

static enum status run(int argc, char **argv)
{
    struct work work = { .options = { .view = STUDY_TABLE } };
    MPI_Comm_rank(MPI_COMM_WORLD, &work.ranks.rank);
    MPI_Comm_size(MPI_COMM_WORLD, &work.ranks.count);
    work.ranks.patience = work.ranks.rank == 0 ? patience_first : patience_others;
    if (argc < 2 || strcmp(argv[1], "sweep") != 0)
        return work.ranks.rank == 0 ? usage(argc, argv) : STATUS_DONE;
    enum status status = prepare(&work, argc, argv);
    if (status == STATUS_DONE && !work.options.help)
        status = play(&work);
    study_close(&work.part);
    study_close(&work.study);
    return work.ranks.rank == 0 ? status : STATUS_DONE;
}

int main(int argc, char **argv)
{
    int level = 0;
    status_begin();
    process_guard(); /* before MPI starts threads of its own, which would get the signals */
    MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &level);
    int status = status_end((int)run(argc, argv));
    MPI_Finalize();
    return status;
}
