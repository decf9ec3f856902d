// Insertion sort: loops, arrays, function calls
#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void sort(int *numbers, int count) {
  for (int i = 1; i < count; i++) {
    int value = numbers[i];
    int j = i;
    while (j > 0 && numbers[j - 1] > value) {
      numbers[j] = numbers[j - 1];
      j--;
    }
    numbers[j] = value;
  }
}

int sum(const int *numbers, int count) {
  int total = 0;
  for (int i = 0; i < count; i++) {
    total += numbers[i];
  }
  return total;
}

int main(void) {
  int numbers[] = {31, 4, 15, 92, 65, 35, 89};
  sort(numbers, COUNT(numbers));
  for (int i = 0; i < (int)COUNT(numbers); i++) {
    printf("%d ", numbers[i]);
  }
  printf("\nsum: %d\n", sum(numbers, COUNT(numbers)));
  return 0;
}
