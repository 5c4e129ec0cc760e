"""How a review cycle turns verified role fit, pay bands and a budget into proposed pay. Pure: values in, values out.

``policy`` holds the rules, ``waterfill`` divides a pool, ``rounding`` turns the exact division into payable money,
``proposal`` puts them together into one ``receipt`` per employee, ``explain`` says each result in words.
"""
