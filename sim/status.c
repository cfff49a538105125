/* status.c - how a program ends; see status.h. */
#include "status.h"

#include <signal.h>
#include <stdio.h>

void status_begin(void)
{
    signal(SIGXFSZ, SIG_IGN);
}

int status_end(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    perror("eleven: cannot write the output");
    return STATUS_FAILED;
}
