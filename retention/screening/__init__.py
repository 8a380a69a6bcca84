"""Screening: may an absence become long?"""
