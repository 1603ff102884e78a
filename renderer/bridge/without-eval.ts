import { z } from "zod";

// The window's policy forbids eval; without this zod would probe for it and leave a violation in the console.
z.config({ jitless: true });
