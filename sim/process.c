/* process.c - runs a program to its end: what it wrote, within a limit of time and memory. */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const double grace_seconds = 5;

/* A program while it runs. */
struct child {
    pid_t  pid;         /* also its process group */
    int    pipes[2];    /* our ends of its output and error; -1 once at the end */
    double started;     /* process_now() at its start */
    double asked_to_end; /* process_now() when it got SIGINT, or 0 */
    bool   killed;      /* it got SIGKILL */
};

double process_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void interrupt_set(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
}

void process_guard(void)
{
    sigset_t set;
    interrupt_set(&set);
    sigprocmask(SIG_BLOCK, &set, NULL);
}

bool process_interrupted(void)
{
    sigset_t pending;
    sigemptyset(&pending);
    sigpending(&pending);
    return sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1;
}

/* In the child: never returns. The parent's threads allow only async-signal-safe calls. */
static _Noreturn void child_exec(const struct process_request *request, int out, int err,
                                 int report)
{
    sigset_t set;
    interrupt_set(&set);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    int null = open("/dev/null", O_RDONLY);
    struct rlimit limit = {request->bytes, request->bytes};
    bool ready = null >= 0 && dup2(null, 0) >= 0 && dup2(out, 1) >= 0 && dup2(err, 2) >= 0 &&
                 (request->bytes == 0 || setrlimit(RLIMIT_AS, &limit) == 0) &&
                 (request->directory == NULL || chdir(request->directory) == 0);
    if (ready)
        execvp(request->argv[0], (char *const *)(uintptr_t)request->argv);
    int why = errno;
    if (write(report, &why, sizeof why) < 0)
        _exit(126);
    _exit(127);
}

static void close_all(const int *files, int count)
{
    for (int i = 0; i < count; i++)
        if (files[i] >= 0)
            close(files[i]);
}

/* files: output, error and report, each a pipe's two ends. */
static bool open_pipes(int files[6])
{
    for (int i = 0; i < 6; i++)
        files[i] = -1;
    for (int i = 0; i < 6; i += 2)
        if (pipe2(files + i, O_CLOEXEC) != 0) {
            close_all(files, 6);
            return false;
        }
    return true;
}

/* The report pipe closes by itself when exec succeeds, and gives errno when it does not. */
static bool child_start(const struct process_request *request, struct child *child)
{
    int files[6];
    if (!open_pipes(files))
        return false;
    child->pid = fork();
    if (child->pid == 0)
        child_exec(request, files[1], files[3], files[5]);
    close_all((int[]){files[1], files[3], files[5]}, 3);
    int  why     = errno;
    bool started = child->pid > 0 && read(files[4], &why, sizeof why) <= 0;
    close(files[4]);
    if (!started) {
        if (child->pid > 0)
            waitpid(child->pid, NULL, 0);
        close_all((int[]){files[0], files[2]}, 2);
        errno = why;
        return false;
    }
    child->pipes[0] = files[0];
    child->pipes[1] = files[2];
    child->started  = process_now();
    return true;
}

static void read_some(int *file, struct text *text)
{
    char    block[16384];
    ssize_t got = read(*file, block, sizeof block);
    if (got > 0) {
        text_add_bytes(text, block, (size_t)got);
    } else if (got == 0 || errno != EINTR) {
        close(*file);
        *file = -1;
    }
}

/* Ends the program in two steps when it has had its time, or we have. */
static void child_watch(struct child *child, double seconds, struct process_result *result)
{
    double now = process_now();
    if (child->asked_to_end > 0) {
        if (!child->killed && now - child->asked_to_end > grace_seconds)
            child->killed = kill(-child->pid, SIGKILL) == 0;
        return;
    }
    result->interrupted = process_interrupted();
    result->timed_out   = !result->interrupted && seconds > 0 && now - child->started > seconds;
    if (result->interrupted || result->timed_out) {
        kill(-child->pid, SIGINT);
        child->asked_to_end = now;
    }
}

static void child_read(struct child *child, double seconds, struct process_result *result)
{
    while (child->pipes[0] >= 0 || child->pipes[1] >= 0) {
        struct pollfd ends[2] = {{child->pipes[0], POLLIN, 0}, {child->pipes[1], POLLIN, 0}};
        int           ready   = poll(ends, 2, 50);
        if (ready > 0 && ends[0].revents != 0)
            read_some(&child->pipes[0], &result->out);
        if (ready > 0 && ends[1].revents != 0)
            read_some(&child->pipes[1], &result->err);
        child_watch(child, seconds, result);
    }
}

static int child_wait(struct child *child, double seconds, struct process_result *result)
{
    int status = 0;
    while (waitpid(child->pid, &status, WNOHANG) == 0) {
        nanosleep(&(struct timespec){0, 1000000}, NULL);
        child_watch(child, seconds, result);
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

bool process_run(const struct process_request *request, struct process_result *result)
{
    struct child child = {0};
    *result            = (struct process_result){0};
    if (!child_start(request, &child))
        return false;
    child_read(&child, request->seconds, result);
    result->exit_code = child_wait(&child, request->seconds, result);
    return true;
}

void process_free(struct process_result *result)
{
    text_free(&result->out);
    text_free(&result->err);
}
