/* The predecessor of <stdarg.h>. */
#error "<varargs.h> is not supported any more: use <stdarg.h>"
