// A game: the program asks, you type
#include <stdio.h>

int main(void) {
  int secret = 37;
  int guess;
  int tries = 0;
  printf("I think of a number from 1 to 100.\n");
  do {
    printf("Your guess: ");
    if (scanf("%d", &guess) != 1) {
      printf("\nGood bye.\n");
      return 1;
    }
    tries++;
    if (guess < secret) {
      printf("Larger!\n");
    } else if (guess > secret) {
      printf("Smaller!\n");
    }
  } while (guess != secret);
  printf("%d it is, after %d tries.\n", secret, tries);
  return 0;
}
