int counter; int *a = &countre;
