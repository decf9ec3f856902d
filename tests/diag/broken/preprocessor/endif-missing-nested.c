#ifndef A_H
#define A_H
#ifdef X
int x;
#endif
int y;
