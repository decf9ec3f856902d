// options: -Wall -Wformat-security
// A string may be one of several: only what is wrong with all of them is said of them, and each is checked.
int printf(const char *, ...);
__attribute__((format(printf, 1, 2))) void say(const char *text, ...);
static const char fixed[] = "fixed\n";
void right(int n) {
  printf(n == 1 ? "one item" : "%d items", n);
  printf(n ? n > 3 ? "many" : "%d" : "none", n);
  printf(n ? "" : "x");
  say(n < 0 ? "missing\n" : "mismatching\n");
  say(n ? (const char *)"a" : "b");
  say(fixed);
  say("prefix: text" + 8);
  say(&"prefix: text"[8]);
}
void wrong(int n, const char *s) {
  printf(n ? "one item" : "items", n);
  say(n ? s : "none");
  say(n ? "%d" : "none");
  say(n ? "" : "");
  say("100%d" + 3);
  say(s + 1);
}
