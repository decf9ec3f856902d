enum day {
    MON;
    TUE;
};
