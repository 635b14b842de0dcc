"""placeholder"""
def reading_html(reading): raise NotImplementedError
