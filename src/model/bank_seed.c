/* The words to begin with: see bank_seed.h. Owns nothing.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
#include "model/bank_seed.h"

#include "model/bank_avoid.h"
#include "model/bank_csv.h"

void bank_seed_add(struct arena *arena, struct bank *bank)
{
	struct bank_refusals refused = {0};

	must(bank_csv_read(arena, asset_bank_seed_terms, '\t', bank, &refused));
	must(bank_csv_read(arena, asset_bank_avoid_terms, '\t', bank, &refused));
	must(refused.count == 0);
}
