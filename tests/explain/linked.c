// options: -O1
// stages: linked
extern void exit(int status);
int answer = 42;
int main(void) {
  exit(answer);
}
