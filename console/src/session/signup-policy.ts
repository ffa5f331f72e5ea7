import { queryOptions } from '@tanstack/react-query';
import { reach } from '../api/client.ts';
import { failureOf } from '../api/failure.ts';
import type { SignupPolicy } from '../api/types.ts';

/** Who may sign a company up here, and what they agree to; anybody may ask. */
export function signupPolicyQuery() {
  return queryOptions({
    queryKey: ['signup-policy'],
    queryFn: async ({ signal }): Promise<SignupPolicy> => {
      const response = await reach('/platform/v1/signup_policy', { signal });
      if (!response.ok) {
        throw await failureOf(response);
      }
      return (await response.json()) as SignupPolicy;
    },
    staleTime: Infinity,
    retry: false,
  });
}
