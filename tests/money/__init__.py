"""Tests of the money of bonds: trail, idle money, statements, changes of use."""
