"""What one needs: rating oneself, what is lacking and what helps, the survey, tasks rated twice."""
