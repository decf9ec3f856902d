int get(void);
int start = get();
