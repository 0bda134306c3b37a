"""Spreadsheets in; tables, documents and pages out."""
