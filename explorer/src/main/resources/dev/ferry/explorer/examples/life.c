// Conway's game of life
#include <stdio.h>
#include <string.h>

#define WIDTH 24
#define HEIGHT 12

static char world[HEIGHT][WIDTH];

static int neighbours(int y, int x) {
  int count = 0;
  for (int dy = -1; dy <= 1; dy++) {
    for (int dx = -1; dx <= 1; dx++) {
      if (dy || dx) {
        count += world[(y + dy + HEIGHT) % HEIGHT][(x + dx + WIDTH) % WIDTH];
      }
    }
  }
  return count;
}

static void step(void) {
  char next[HEIGHT][WIDTH];
  for (int y = 0; y < HEIGHT; y++) {
    for (int x = 0; x < WIDTH; x++) {
      int n = neighbours(y, x);
      next[y][x] = n == 3 || (n == 2 && world[y][x]);
    }
  }
  memcpy(world, next, sizeof world);
}

int main(void) {
  static const char *glider[] = {".#.", "..#", "###"};
  for (int y = 0; y < 3; y++) {
    for (int x = 0; x < 3; x++) {
      world[y + 1][x + 1] = glider[y][x] == '#';
    }
  }
  for (int generation = 0; generation < 4; generation++) {
    printf("generation %d\n", generation);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        putchar(world[y][x] ? '#' : '.');
      }
      putchar('\n');
    }
    step();
  }
  return 0;
}
