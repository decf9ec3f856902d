/* Accounts: the lines of /etc/passwd. */
#ifndef _PWD_H
#define _PWD_H
#include <features.h>
#include <sys/types.h>
struct passwd {
  char *pw_name, *pw_passwd;
  uid_t pw_uid;
  gid_t pw_gid;
  char *pw_gecos, *pw_dir, *pw_shell;
};
#define NSS_BUFLEN_PASSWD 1024
struct passwd *getpwnam(const char *);
struct passwd *getpwuid(uid_t);
int getpwnam_r(const char *__restrict, struct passwd *__restrict, char *__restrict, size_t,
               struct passwd **__restrict);
int getpwuid_r(uid_t, struct passwd *__restrict, char *__restrict, size_t, struct passwd **__restrict);
void setpwent(void);
void endpwent(void);
struct passwd *getpwent(void);
#ifdef _DEFAULT_SOURCE
#include <stdio.h>
struct passwd *fgetpwent(FILE *);
int fgetpwent_r(FILE *__restrict, struct passwd *__restrict, char *__restrict, size_t,
                struct passwd **__restrict);
int getpwent_r(struct passwd *__restrict, char *__restrict, size_t, struct passwd **__restrict);
int putpwent(const struct passwd *__restrict, FILE *__restrict);
#endif
#endif
