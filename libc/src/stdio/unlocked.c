/* The functions that need not lock; those that matter for speed are in chars.c. The others lock
 * nothing either while there is one thread. */
#include <stdio.h>
#include <wchar.h>

int fgetc_unlocked(FILE *f) {
  return getc_unlocked(f);
}
int fputc_unlocked(int c, FILE *f) {
  return putc_unlocked(c, f);
}
char *fgets_unlocked(char *restrict s, int n, FILE *restrict f) {
  return fgets(s, n, f);
}
int fputs_unlocked(const char *restrict s, FILE *restrict f) {
  return fputs(s, f);
}
size_t fwrite_unlocked(const void *restrict p, size_t size, size_t n, FILE *restrict f) {
  return fwrite(p, size, n, f);
}
size_t fread_unlocked(void *restrict p, size_t size, size_t n, FILE *restrict f) {
  return fread(p, size, n, f);
}
int fflush_unlocked(FILE *f) {
  return fflush(f);
}
int feof_unlocked(FILE *f) {
  return feof(f);
}
int ferror_unlocked(FILE *f) {
  return ferror(f);
}
void clearerr_unlocked(FILE *f) {
  clearerr(f);
}
int fileno_unlocked(FILE *f) {
  return fileno(f);
}
wint_t fgetwc_unlocked(FILE *f) {
  return fgetwc(f);
}
wint_t getwc_unlocked(FILE *f) {
  return fgetwc(f);
}
wint_t getwchar_unlocked(void) {
  return fgetwc(stdin);
}
wint_t fputwc_unlocked(wchar_t c, FILE *f) {
  return fputwc(c, f);
}
wint_t putwc_unlocked(wchar_t c, FILE *f) {
  return fputwc(c, f);
}
wint_t putwchar_unlocked(wchar_t c) {
  return fputwc(c, stdout);
}
wchar_t *fgetws_unlocked(wchar_t *restrict s, int n, FILE *restrict f) {
  return fgetws(s, n, f);
}
int fputws_unlocked(const wchar_t *restrict s, FILE *restrict f) {
  return fputws(s, f);
}
