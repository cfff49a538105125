/* study_pick.c - one run of a point; see study_pick.h. */
#include "study_pick.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alike.h"
#include "estimate.h"
#include "jobs.h"
#include "process.h"
#include "progress.h"
#include "words.h"

enum { BLOCK = 4096 /* runs that a thread takes at once */ };

/* ---------------------------------------------------------------- what is meant */

/* p99.9 is 0.999. */
static bool read_rank(struct study_pick *pick)
{
    const uint64_t unit = 1000000;
    uint64_t       parts;
    struct word    word = { pick->word + 1, (unsigned)strlen(pick->word) - 1, 2 };
    if (strcmp(pick->word, "median") == 0)
        pick->share = 0.5;
    else if (pick->word[0] == 'p' && word_decimal(word, unit, &parts) && parts > 0 && parts < 100 * unit)
        pick->share = (double)parts / (100.0 * (double)unit);
    return pick->share > 0;
}

static bool read_measure(struct study_pick *pick, const char *measure, struct text *problem)
{
    if (tally_find_measure(measure, strlen(measure), &pick->what))
        return true;
    text_add(problem, "no measure '%s'; there are:", measure);
    for (unsigned i = 0; i < TALLY_MEASURES; i++)
        text_add(problem, " '%s'", tally_measure_name(i));
    return false;
}

bool study_pick_read(struct study_pick *pick, const char *word, const char *measure, struct text *problem)
{
    *pick = (struct study_pick){ .word = word };
    if (strcmp(word, "strangest") == 0)
        pick->kind = STUDY_PICK_STRANGEST;
    else if (strcmp(word, "min") == 0)
        pick->kind = STUDY_PICK_LEAST;
    else if (strcmp(word, "max") == 0)
        pick->kind = STUDY_PICK_MOST;
    else if (read_rank(pick))
        pick->kind = STUDY_PICK_RANK;
    else if (tally_find_count(word, strlen(word), &pick->what))
        pick->kind = STUDY_PICK_COUNT;
    else {
        text_add(problem, "expected p50, p99, min, max, strangest, failed, reset, 'gave up', ..., not '%s'", word);
        return false;
    }
    bool measures = pick->kind != STUDY_PICK_COUNT && pick->kind != STUDY_PICK_STRANGEST;
    if (!measures && measure != NULL)
        text_add(problem, "'%s' is of no measure", word);
    return measures ? read_measure(pick, measure != NULL ? measure : tally_measure_name(TALLY_CONNECT), problem)
                    : measure == NULL;
}

/* ---------------------------------------------------------------- courses */

/* How often one came, and where first. */
struct course_count {
    uint64_t course; /* by course_of() */
    uint64_t count, first;
};

struct courses {
    struct course_count *items; /* in rising order of the course */
    size_t               count;
};

static uint64_t course_of(const struct tally_run *end)
{
    uint64_t measures = 0;
    for (unsigned i = 0; i < end->n_values; i++)
        measures |= UINT64_C(1) << end->measures[i];
    return (uint64_t)end->counts << TALLY_MEASURES | measures;
}

_Static_assert(TALLY_MEASURES + TALLY_COUNTS <= 64, "a course is a number");

/* Its place, or the one where it would stand. */
static size_t find_course(const struct courses *courses, uint64_t course)
{
    size_t low = 0, high = courses->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (courses->items[middle].course < course)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_course(struct courses *courses, const struct course_count *more)
{
    size_t               i    = find_course(courses, more->course);
    struct course_count *item = &courses->items[i];
    if (i < courses->count && item->course == more->course) {
        item->count += more->count;
        item->first = more->first < item->first ? more->first : item->first;
        return;
    }
    courses->items = memory_resize(courses->items, (courses->count + 1) * sizeof *item);
    memmove(&courses->items[i + 1], &courses->items[i], (courses->count++ - i) * sizeof *item);
    courses->items[i] = *more;
}

static const struct course_count *rarest(const struct courses *courses)
{
    const struct course_count *best = &courses->items[0];
    for (size_t i = 1; i < courses->count; i++) {
        const struct course_count *item = &courses->items[i];
        if (item->count < best->count || (item->count == best->count && item->first < best->first))
            best = item;
    }
    return best;
}

/* ---------------------------------------------------------------- the search */

/* What the threads share. */
struct search {
    const struct study_pick  *pick;
    const struct study_point *point;
    uint64_t                  to;      /* behind the runs of the file */
    uint64_t                  wanted;  /* of the measure: the value, or the least of its cell */
    pthread_mutex_t           lock;    /* of what follows */
    uint64_t                  next;    /* the first run that nobody has taken */
    uint64_t                  found;   /* the first that is meant so far; UINT64_MAX: none */
    uint64_t                  value;   /* of its measure */
    struct courses            courses; /* of the strangest */
    struct progress           progress; /* what is told of it */
    uint64_t                  done;    /* runs */
};

/* Whether a run is one of those that are meant; its value, where a measure is. */
static bool is_meant(const struct search *s, const struct tally_run *end, uint64_t *value)
{
    *value = 0;
    if (s->pick->kind == STUDY_PICK_COUNT)
        return (end->counts >> s->pick->what & 1) != 0;
    return tally_value(end, s->pick->what, value)
           && (s->pick->kind == STUDY_PICK_RANK ? histogram_cell_least(*value) : *value) == s->wanted;
}

/* What each thread has for itself. */
struct worker {
    struct simulation *simulation; /* one run after the other */
    struct alike      *alike;      /* runs that were played */
    bool               may_know;   /* some runs are alike */
    struct tally       unheard;    /* what alike counts */
    struct tally_run   end;        /* of the run that was played last */
    struct courses     courses;    /* of this thread's runs */
};

static const struct tally_run *play(struct worker *w, const struct study_point *point, uint64_t run)
{
    const struct tally_run *known = w->may_know ? alike_find(w->alike, run) : NULL;
    if (known != NULL)
        return known;
    tally_play(&w->end, w->simulation, &point->scenario, point->profiles, run);
    if (w->may_know)
        alike_put(w->alike, w->simulation, &w->end);
    return &w->end;
}

/* Blocks are taken in order: once a run is found, those before it are played or at hand. */
static bool take_block(struct search *s, uint64_t *from, uint64_t *to)
{
    pthread_mutex_lock(&s->lock);
    bool good = s->next < s->to && s->found == UINT64_MAX && !process_interrupted();
    *from     = s->next;
    *to       = s->to - s->next > BLOCK ? s->next + BLOCK : s->to;
    s->next   = good ? *to : s->next;
    pthread_mutex_unlock(&s->lock);
    return good;
}

static void note_found(struct search *s, uint64_t run, uint64_t value)
{
    pthread_mutex_lock(&s->lock);
    if (run < s->found) {
        s->found = run;
        s->value = value;
    }
    pthread_mutex_unlock(&s->lock);
}

static void play_block(struct search *s, struct worker *w, uint64_t from, uint64_t to)
{
    bool     all = s->pick->kind == STUDY_PICK_STRANGEST;
    uint64_t value;
    for (uint64_t run = from; run < to; run++) {
        const struct tally_run *end = play(w, s->point, run);
        if (all)
            add_course(&w->courses, &(struct course_count){ course_of(end), 1, run });
        else if (is_meant(s, end, &value)) {
            note_found(s, run, value);
            return;
        }
    }
}

static void finish_block(struct search *s, uint64_t runs)
{
    pthread_mutex_lock(&s->lock);
    s->done += runs;
    progress_tell(&s->progress, s->done);
    pthread_mutex_unlock(&s->lock);
}

static void give_courses(struct search *s, const struct courses *courses)
{
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < courses->count; i++)
        add_course(&s->courses, &courses->items[i]);
    pthread_mutex_unlock(&s->lock);
}

static void work(void *context, size_t index)
{
    struct search *s = context;
    struct worker  w = { .simulation = memory_get(1, sizeof *w.simulation), .alike = alike_new() };
    uint64_t       from, to;
    (void)index;
    w.may_know = alike_begin(w.alike, s->point);
    while (take_block(s, &from, &to)) {
        play_block(s, &w, from, to);
        alike_flush(w.alike, &w.unheard);
        tally_clear(&w.unheard);
        finish_block(s, to - from);
    }
    give_courses(s, &w.courses);
    tally_free(&w.unheard);
    alike_free(w.alike);
    free(w.courses.items);
    free(w.simulation);
}

static void run_search(struct search *s, unsigned jobs)
{
    struct jobs all = { .work = work, .context = s, .count = jobs };
    pthread_mutex_init(&s->lock, NULL);
    jobs_run(&all, jobs);
    progress_end(&s->progress);
    pthread_mutex_destroy(&s->lock);
    if (s->courses.count > 0 && s->next == s->to)
        s->found = rarest(&s->courses)->first;
}

/* ---------------------------------------------------------------- what it is the first of */

/* The least value of the cell that has the one of this rank. */
static uint64_t cell_at(const struct histogram *histogram, uint64_t rank)
{
    struct histogram_cell cell;
    uint64_t              least = 0, so_far = 0;
    for (uint32_t cursor = 0; so_far < rank && histogram_next(histogram, &cursor, &least, &cell);)
        so_far += cell.count;
    return least;
}

/* What the file says of the runs that are meant: which value, or that there are none. */
static bool aim(struct search *s)
{
    const struct study_pick *pick  = s->pick;
    const struct tally      *tally = &s->point->tally;
    const struct histogram  *h     = &tally->histograms[pick->what];
    switch (pick->kind) {
    case STUDY_PICK_COUNT:     return tally->counts[pick->what] != 0;
    case STUDY_PICK_STRANGEST: return tally->counts[TALLY_RUNS] != 0;
    case STUDY_PICK_RANK:      s->wanted = cell_at(h, estimate_rank(pick->share, h->count)); break;
    case STUDY_PICK_LEAST:     s->wanted = h->least; break;
    case STUDY_PICK_MOST:      s->wanted = h->most; break;
    }
    return h->count != 0;
}

static void add_why(struct text *why, const struct search *s)
{
    const struct study_pick *pick = s->pick;
    char                     runs[TEXT_NUMBER_MAX], of[TEXT_NUMBER_MAX];
    text_grouped(of, s->point->tally.counts[TALLY_RUNS]);
    if (pick->kind == STUDY_PICK_COUNT)
        text_add(why, "the first of %s runs that count as %s, of %s",
                 text_grouped(runs, s->point->tally.counts[pick->what]), pick->word, of);
    else if (pick->kind == STUDY_PICK_STRANGEST)
        text_add(why, "the first of %s with the rarest of %zu courses, of %s runs",
                 text_grouped(runs, rarest(&s->courses)->count), s->courses.count, of);
    else
        text_add(why, tally_is_time(pick->what) ? "%s %.6f s, the first at %s of %s" : "%s %.0f, the first at %s of %s",
                 tally_measure_name(pick->what), (double)s->value * tally_unit(pick->what), pick->word,
                 text_grouped(runs, s->point->tally.histograms[pick->what].count));
}

enum status study_pick_find(const struct study_pick *pick, const struct study *study, uint32_t point, unsigned jobs,
                            uint64_t *run, struct text *why)
{
    struct search s = { .pick = pick, .point = &study->points[point], .next = study_first(study),
                        .to = study->points[point].done, .found = UINT64_MAX };
    s.progress      = progress_start(isatty(STDERR_FILENO) == 1, s.to - s.next);
    if (!aim(&s)) {
        text_add(why, "no run of this point counts as %s, or has it", pick->word);
        return STATUS_VIOLATED;
    }
    run_search(&s, jobs);
    *run = s.found;
    if (s.found != UINT64_MAX)
        add_why(why, &s);
    else
        text_add(why, "%s", process_interrupted() ? "interrupted" : "none of the runs is as the file says");
    free(s.courses.items);
    return s.found != UINT64_MAX ? STATUS_DONE : process_interrupted() ? STATUS_INTERRUPTED : STATUS_FAILED;
}
