/* Groups: the lines of /etc/group. */
#ifndef _GRP_H
#define _GRP_H
#include <features.h>
#include <sys/types.h>
struct group {
  char *gr_name, *gr_passwd;
  gid_t gr_gid;
  char **gr_mem; /* ends with a null pointer */
};
#define NSS_BUFLEN_GROUP 1024
struct group *getgrnam(const char *);
struct group *getgrgid(gid_t);
int getgrnam_r(const char *__restrict, struct group *__restrict, char *__restrict, size_t,
               struct group **__restrict);
int getgrgid_r(gid_t, struct group *__restrict, char *__restrict, size_t, struct group **__restrict);
void setgrent(void);
void endgrent(void);
struct group *getgrent(void);
#ifdef _DEFAULT_SOURCE
#include <stdio.h>
struct group *fgetgrent(FILE *);
int fgetgrent_r(FILE *__restrict, struct group *__restrict, char *__restrict, size_t,
                struct group **__restrict);
int getgrent_r(struct group *__restrict, char *__restrict, size_t, struct group **__restrict);
int putgrent(const struct group *__restrict, FILE *__restrict);
int setgroups(size_t, const gid_t *);
#endif
#endif
