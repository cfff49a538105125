/* commands.h - the subcommands of `eleven`; each takes its own argv, argv[0] its name.
 *
 * Each returns an exit code of status.h.
 */
#ifndef COMMANDS_H
#define COMMANDS_H

int cmd_diff(int argc, char **argv);
int cmd_exact(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_explore(int argc, char **argv);
int cmd_merge(int argc, char **argv);
int cmd_mutants(int argc, char **argv);
int cmd_mutations(int argc, char **argv);
int cmd_plot(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_shrink(int argc, char **argv);
int cmd_sim(int argc, char **argv);
int cmd_sweep(int argc, char **argv);
int cmd_verify(int argc, char **argv);
int cmd_why(int argc, char **argv);

#endif
