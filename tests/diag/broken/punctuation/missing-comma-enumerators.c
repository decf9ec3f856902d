enum day { MON, TUE WED, THU };
