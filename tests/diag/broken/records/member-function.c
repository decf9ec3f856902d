struct stack {
    int data[10];
    int top(void);
};
