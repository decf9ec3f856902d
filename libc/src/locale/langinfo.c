/* The items of the C locale, and no message catalogues. */
#include <errno.h>
#include <langinfo.h>

static const char *const time_items[] = {
    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat",
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
    "AM", "PM", "%a %b %e %H:%M:%S %Y", "%m/%d/%y", "%H:%M:%S", "%I:%M:%S %p"};

char *nl_langinfo(nl_item item) {
  const char *text = "";
  switch (item) {
    case CODESET: text = "UTF-8"; break; /* what mbrtowc decodes, whatever the locale's name */
    case RADIXCHAR: text = "."; break;
    case CRNCYSTR: text = "-"; break;
    case YESEXPR: text = "^[yY]"; break;
    case NOEXPR: text = "^[nN]"; break;
    default:
      if (item >= ABDAY_1 && item <= T_FMT_AMPM) text = time_items[item - ABDAY_1];
  }
  return (char *)text;
}

nl_catd catopen(const char *name, int flags) {
  (void)name;
  (void)flags;
  errno = ENOENT;
  return (nl_catd)-1;
}

char *catgets(nl_catd catalogue, int set, int number, const char *text) {
  (void)catalogue;
  (void)set;
  (void)number;
  errno = EBADF;
  return (char *)text;
}

int catclose(nl_catd catalogue) {
  (void)catalogue;
  errno = EBADF;
  return -1;
}
