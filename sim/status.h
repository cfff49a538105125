/* status.h - the exit codes of every command. */
#ifndef STATUS_H
#define STATUS_H

enum status {
    STATUS_DONE        = 0,  /* every claim holds, or the work is done */
    STATUS_VIOLATED    = 1,  /* a claim is violated, or a check failed */
    STATUS_USAGE       = 2,  /* wrong usage or bad input */
    STATUS_INCOMPLETE  = 3,  /* a bound, memory or time ran out */
    STATUS_FAILED      = 4,  /* input, output or internal error */
    STATUS_INTERRUPTED = 130 /* by SIGINT or SIGTERM */
};

/* To be called first: a limit on the size of files becomes an error of write(), not a death. */
void status_begin(void);

/* With what a program ends: output that could not be written is lost work, whatever the verdict. */
int status_end(int status);

#endif
