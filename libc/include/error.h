/* GNU's messages of errors. */
#ifndef _ERROR_H
#define _ERROR_H
extern unsigned error_message_count;   /* messages so far */
extern int error_one_per_line;         /* error_at_line says nothing twice about one line */
extern void (*error_print_progname)(void);
void error(int, int, const char *, ...) __attribute__((__format__(__printf__, 3, 4)));
void error_at_line(int, int, const char *, unsigned, const char *, ...) __attribute__((__format__(__printf__, 5, 6)));
#endif
