/* Orderly and disorderly ends (C17 7.22.4). */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#include "../internal.h"

void __run_destructors(void);

/* Registered functions in blocks of 32 as the standard guarantees; later blocks are allocated. */
struct exit_block {
  struct exit_block *next;
  int count;
  struct {
    void (*function)(void *);
    void (*with_status)(int, void *); /* instead of the other */
    void *argument;
  } entries[32];
};
static struct exit_block first, *newest = &first;
static int lock;
static void (*quick[32])(void);
static int quick_count;
static int exit_status; /* for the functions of on_exit */

static int add(void (*function)(void *), void (*with_status)(int, void *), void *argument) {
  __acquire(&lock);
  struct exit_block *block = newest;
  if (block->count == 32) {
    block = calloc(1, sizeof *block);
    if (block) {
      block->next = newest;
      newest = block;
    }
  }
  if (block) {
    block->entries[block->count].function = function;
    block->entries[block->count].with_status = with_status;
    block->entries[block->count++].argument = argument;
  }
  __release(&lock);
  return block ? 0 : -1;
}

int __cxa_atexit(void (*function)(void *), void *argument, void *dso) {
  (void)dso;
  return add(function, 0, argument);
}

int on_exit(void (*function)(int, void *), void *argument) {
  return add(0, function, argument);
}

static void call_plain(void *function) {
  ((void (*)(void))function)();
}

int atexit(void (*function)(void)) {
  return __cxa_atexit(call_plain, (void *)function, 0);
}

int at_quick_exit(void (*function)(void)) {
  if (quick_count == 32) return -1;
  quick[quick_count++] = function;
  return 0;
}

static void run_registered(void) {
  while (newest) {
    while (newest->count > 0) {
      int i = --newest->count;
      void *argument = newest->entries[i].argument;
      if (newest->entries[i].with_status) newest->entries[i].with_status(exit_status, argument);
      else newest->entries[i].function(argument);
    }
    if (!newest->next) break;
    newest = newest->next;
  }
}

/* stdio sets this when it is linked in and has output to flush. */
__attribute__((weak)) void __flush_all(void) {}

void exit(int status) {
  exit_status = status;
  run_registered();
  __run_destructors();
  __flush_all();
  _Exit(status);
}

void quick_exit(int status) {
  while (quick_count > 0) quick[--quick_count]();
  _Exit(status);
}

void _Exit(int status) {
  for (;;) SYSCALL1(SYS_exit_group, status);
}

void _exit(int status) {
  _Exit(status);
}

void abort(void) {
  raise(SIGABRT);
  /* The handler returned or the signal is ignored: end by the default action. */
  signal(SIGABRT, SIG_DFL);
  raise(SIGABRT);
  _Exit(134);
}
