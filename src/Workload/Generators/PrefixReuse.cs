using DeepStack.Sim.Core.Randomness;

namespace DeepStack.Sim.Workload.Generators;

/// <summary>How made prompts share their beginnings.</summary>
/// <param name="BlockTokens">Tokens of a block.</param>
/// <param name="SystemTokens">Tokens that all prompts begin with.</param>
/// <param name="ContinueShare">The probability that a prompt continues one of the latest ones, as the next turn of a conversation does.</param>
public sealed record PrefixReuse(int BlockTokens, int SystemTokens, double ContinueShare)
{
    /// <summary>Prompts that can still be continued.</summary>
    private const int Remembered = 256;

    /// <summary>Starts a sequence of prompts.</summary>
    /// <param name="random">Where choices are drawn from.</param>
    internal Prompts Start(RandomStream random) => new(this, random);

    /// <summary>The prompts made so far, by the hashes of their blocks.</summary>
    internal sealed class Prompts(PrefixReuse reuse, RandomStream random)
    {
        private readonly long[][] _latest = new long[Remembered][];
        private long _made;
        private long _nextHash = reuse.SystemTokens / reuse.BlockTokens;

        /// <summary>Hashes of the next prompt: the system blocks, what it shares with an earlier prompt, then new blocks.</summary>
        /// <param name="tokens">Its length.</param>
        public long[] Next(int tokens)
        {
            long[] hashes = new long[(tokens + reuse.BlockTokens - 1) / reuse.BlockTokens];
            long[] parent = _made > 0 && random.NextDouble() < reuse.ContinueShare ? _latest[random.NextInteger(Math.Min(_made, Remembered))] : [];
            int full = tokens / reuse.BlockTokens, system = Math.Min(full, reuse.SystemTokens / reuse.BlockTokens);
            int shared = Math.Max(system, Math.Min(full, parent.Length - 1));
            for (int i = 0; i < hashes.Length; i++) hashes[i] = i >= shared ? _nextHash++ : i < system ? i : parent[i];
            _latest[_made++ % Remembered] = hashes;
            return hashes;
        }
    }
}
