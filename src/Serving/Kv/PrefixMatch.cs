namespace DeepStack.Sim.Serving.Kv;

/// <summary>The beginning of a request that is already in the KV cache.</summary>
/// <param name="Blocks">Full blocks found.</param>
/// <param name="Idle">Of these, how many nobody holds, so that taking them uses up free blocks.</param>
internal readonly record struct PrefixMatch(int Blocks, int Idle);
