using System.Runtime.InteropServices;

namespace DeepStack.Sim.Workload.Steps;

/// <summary>The work of one engine step as the model sees it: tokens and contexts per sequence, no chips.</summary>
/// <remarks>
/// Made by Serving, lowered by Mapping. A shape can be cleared and filled again, so that a scheduler need not allocate one a step;
/// whoever keeps it beyond the step takes a <see cref="Copy"/>. The totals are kept up to date as slices are added.
/// </remarks>
public sealed class StepShape
{
    private readonly List<SequenceSlice> _slices = [];

    /// <summary>The sequences, in scheduling order.</summary>
    public IReadOnlyList<SequenceSlice> Slices => _slices;

    /// <summary>New tokens of all sequences.</summary>
    public int NewTokens { get; private set; }

    /// <summary>Sequences that decode one token.</summary>
    public int DecodeSequences { get; private set; }

    /// <summary>Sum of the contexts of all sequences, in tokens.</summary>
    public long ContextTokens { get; private set; }

    /// <summary>Sum of the contexts of decoding sequences, in tokens.</summary>
    public long DecodeContextTokens { get; private set; }

    /// <summary>Sequences in prefill (or with several new tokens).</summary>
    public int PrefillSequences => _slices.Count - DecodeSequences;

    /// <summary>New tokens of sequences in prefill.</summary>
    public int PrefillTokens => NewTokens - DecodeSequences;

    /// <summary>Sequences for which a token is sampled.</summary>
    public int SampledSequences { get; private set; }

    /// <summary>Adds a sequence.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No new token, or a negative context.</exception>
    public void Add(SequenceSlice slice)
    {
        if (slice.NewTokens < 1 || slice.ContextTokens < 0) throw new ArgumentOutOfRangeException(nameof(slice), slice, "A sequence needs new tokens and no negative context.");
        _slices.Add(slice);
        NewTokens += slice.NewTokens;
        ContextTokens += slice.ContextTokens;
        if (slice.Samples) SampledSequences++;
        if (!slice.IsDecode) return;
        DecodeSequences++;
        DecodeContextTokens += slice.ContextTokens;
    }

    /// <summary>Empties the shape for the next step.</summary>
    public void Clear()
    {
        _slices.Clear();
        NewTokens = DecodeSequences = SampledSequences = 0;
        ContextTokens = DecodeContextTokens = 0;
    }

    /// <summary>Makes a step of decodes alone the one a number of steps later: every context has so many tokens more.</summary>
    /// <exception cref="InvalidOperationException">A sequence does not decode.</exception>
    public void AdvanceDecodes(int steps)
    {
        if (DecodeSequences != _slices.Count) throw new InvalidOperationException("Only a step of decodes alone is like the steps after it.");
        foreach (ref SequenceSlice slice in CollectionsMarshal.AsSpan(_slices)) slice = slice with { ContextTokens = slice.ContextTokens + steps };
        ContextTokens += (long)steps * _slices.Count;
        DecodeContextTokens = ContextTokens;
    }

    /// <summary>An independent copy.</summary>
    public StepShape Copy()
    {
        var copy = new StepShape();
        foreach (SequenceSlice slice in _slices) copy.Add(slice);
        return copy;
    }
}
