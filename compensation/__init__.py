"""Fair-compensation reviews: pay bands, policies, review cycles, proposals and their receipts."""
