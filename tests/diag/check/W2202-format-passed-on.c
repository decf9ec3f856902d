// options: -Wall -Wformat=2
struct ms;
static const char * __attribute__((__format_arg__(3))) chk(struct ms *m, const char *desc, const char *def, const char *file, unsigned line);
static const char * __attribute__((__format_arg__(2))) chk2(struct ms *m, const char *def);
int pr(struct ms *, const char *, ...) __attribute__((__format__(__printf__, 2, 3)));
#define F(a, b, c) chk((a), (b), (c), __FILE__, __LINE__)
int f(struct ms *m, const char *desc, int c, const char *u) {
  if (pr(m, F(m, desc, "%d"), c) == -1) return -1;
  if (pr(m, F(m, desc, "%s"), c) == -1) return -1;
  if (pr(m, F(m, desc, c ? "%s" : "%d"), c) == -1) return -1;
  if (pr(m, F(m, desc, u), c) == -1) return -1;
  if (pr(m, chk2(m, "%c"), c) == -1) return -1;
  if (pr(m, c ? chk2(m, "%c") : chk(m, desc, "%s", u, 2), c) == -1) return -1;
  if (pr(m, chk2(m, chk2(m, "%d")), u) == -1) return -1;
  return pr(m, u);
}
static const char *chk(struct ms *m, const char *desc, const char *def, const char *file, unsigned line) { (void)m; (void)desc; (void)file; (void)line; return def; }
static const char *chk2(struct ms *m, const char *def) { (void)m; return def; }
extern int printf(const char *, ...);
extern int fprintf(void *, const char *, ...);
extern char *gettext(const char *);
extern char *dgettext(const char *, const char *);
extern char *ngettext(const char *, const char *, unsigned long) __attribute__((format_arg(1), format_arg(2)));
#define _(x) gettext(x)
#define Q_(n, a, b) ngettext(a, b, n)
int x(int n, char *u) {
  printf(_("hello\n"));
  printf(_("hello %d\n"), u);
  printf(dgettext("a", "%s\n"), n);
  printf(_("hello\n"), n);
  printf(_(u));
  printf(_(u), n);
  printf(Q_(n, "%d one\n", "%s many"), n);
  printf(Q_(n, "one\n", "%d many\n"), n);
  printf(Q_(n, "one\n", "many\n"), n);
  printf(n ? _("%d\n") : "%s\n", n);
  printf(_(""));
  printf("%s\n", _(u), 3);
}
