/* cmd_mutations.c - `eleven mutations`: every small change of the table, and who notices it. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "mutations.h"

static const char help[] =
    "usage: eleven mutations [BOUND...] [OPTION...]\n"
    "\n"
    "Makes each small change of the table that fsmc --mutations lists, and says which check\n"
    "notices it: fsmc, a claim in a bound, or the counts of a bound. A line each, tab separated:\n"
    "the change; fsmc, claim, counts, survived or cut; where.\n"
    "\n"
    "  --every N      every N-th change only\n"
    "  --results FILE what FILE says is not tried again; what is found is added to it\n"
    "  --jobs N       on so many threads (as many as there are cores)\n"
    "\n"
    "Exit code: 0 done, 2 bad input, 4 error, 130 interrupted.\n"
    "\n"
    "examples:\n"
    "  eleven mutations handshake refused --every 100\n"
    "  eleven mutations --results build/mutations.tsv\n";

struct request {
    struct string_list bounds;     /* names or paths; none: all */
    unsigned long      every;      /* --every N */
    unsigned long      jobs;       /* --jobs N; 0: as many as there are cores */
    const char        *results;    /* --results FILE, or NULL */
    bool               help;       /* --help */
};

static bool read_number(unsigned long *number, const char *text)
{
    char *end;
    errno   = 0;
    *number = strtoul(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0 && *number > 0;
}

static bool take(struct request *request, int letter, const char *value)
{
    switch (letter) {
    case 'e': return read_number(&request->every, value);
    case 'j': return read_number(&request->jobs, value) && request->jobs <= 1024;
    case 'r': request->results = value; return true;
    case 'h': request->help = true; return true;
    default:  return false;
    }
}

static bool read_request(struct request *request, int argc, char **argv)
{
    static const struct option options[] = {{"every", required_argument, NULL, 'e'},
                                            {"jobs", required_argument, NULL, 'j'},
                                            {"results", required_argument, NULL, 'r'},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    optind = 0;
    opterr = 0;
    for (int letter; (letter = getopt_long(argc, argv, ":h", options, NULL)) != -1;)
        if (!take(request, letter, optarg)) {
            fprintf(stderr, "eleven mutations: no option, or no value for one: '%s' "
                    "(try 'eleven mutations --help')\n", argv[optind - 1]);
            return false;
        }
    for (int i = optind; i < argc; i++)
        string_list_add(&request->bounds, argv[i]);
    return true;
}

/* --- results --- */

static struct finding *find(const struct campaign *campaign, const char *name)
{
    for (unsigned i = 0; i < campaign->n_findings; i++)
        if (strcmp(campaign->findings[i].name, name) == 0)
            return &campaign->findings[i];
    return NULL;
}

/* What the file says is not sought. */
static void leave_out(const struct campaign *campaign, const char *path)
{
    struct text text = {0};
    char       *rest = text_read(&text, path) ? text.data : NULL;
    for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
        struct finding *known = find(campaign, strsep(&line, "\t"));
        if (known != NULL)
            known->sought = false;
    }
    text_free(&text);
}

/* Whole lines, at once: what was found survives whatever comes then. */
static void write_line(FILE *out, const struct finding *finding, const char *how)
{
    if (out != NULL)
        fprintf(out, "%s\t%s\n", finding->name, how);
    if (out != NULL)
        fflush(out);
}

static void tell(const struct campaign *campaign, const struct finding *finding)
{
    write_line(stdout, finding, text_get(&finding->how));
    write_line(campaign->context, finding, text_get(&finding->how));
}

static void tell_rest(const struct campaign *campaign)
{
    for (unsigned i = 0; i < campaign->n_findings; i++) {
        struct finding *finding = &campaign->findings[i];
        if (!finding->sought || finding->how.length > 0)
            continue;
        text_add(&finding->how, "%s\t%s", finding->cut.length > 0 ? "cut" : "survived",
                 finding->cut.length > 0 ? finding->cut.data + 1 : "");
        tell(campaign, finding);
    }
}

/* --- the whole --- */

static enum status run(struct campaign *campaign, const struct request *request,
                       struct text *problem)
{
    FILE *results = NULL;
    for (unsigned i = 0; i < campaign->n_findings; i++)
        campaign->findings[i].sought = (i + 1) % request->every == 0;
    if (request->results != NULL) {
        leave_out(campaign, request->results);
        if ((results = fopen(request->results, "a")) == NULL) {
            fprintf(stderr, "eleven: cannot write '%s': %s\n", request->results, strerror(errno));
            return STATUS_FAILED;
        }
    }
    campaign->context = results;
    enum status status = mutations_run(campaign, problem);
    if (status == STATUS_DONE)
        tell_rest(campaign);
    return results != NULL && fclose(results) != 0 ? STATUS_FAILED : status;
}

static enum status start_and_run(const struct request *request)
{
    struct text     problem  = {0};
    struct campaign campaign = {.tell = tell};
    campaign.jobs            = request->jobs > 0 ? (unsigned)request->jobs : options_cores();
    process_guard();
    enum status status = mutations_start(&campaign, &request->bounds, &problem);
    if (status == STATUS_DONE)
        status = run(&campaign, request, &problem);
    fputs(text_get(&problem), stderr);
    text_free(&problem);
    mutations_free(&campaign);
    return status;
}

int cmd_mutations(int argc, char **argv)
{
    struct request request = {.every = 1};
    enum status    status  = STATUS_USAGE;
    if (read_request(&request, argc, argv)) {
        status = STATUS_DONE;
        if (request.help)
            fputs(help, stdout);
        else
            status = start_and_run(&request);
    }
    free(request.bounds.items);
    return (int)status;
}
