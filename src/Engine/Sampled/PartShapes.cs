using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Sampled;

/// <summary>Steps that show one part by itself.</summary>
internal static class PartShapes
{
    private const int DecodeBlock = 64;
    private const int PrefillBlock = 128;
    private const int ExactContext = 32 * PrefillBlock;
    private static readonly SizeGrid Grid = new(octaveBits: 4);
    private static readonly SizeGrid LongGrid = new(octaveBits: 5);

    /// <summary>Blocks of keys that a decoding sequence of so many tokens reads.</summary>
    private static long BlocksOf(long tokens) => (tokens + DecodeBlock - 1) / DecodeBlock;

    /// <summary>Blocks of keys that a decoding sequence of a step reads in the mean, its new token included.</summary>
    public static double MeanDecodeBlocks(StepShape shape)
    {
        long blocks = 0;
        IReadOnlyList<SequenceSlice> slices = shape.Slices;
        for (int i = 0; i < slices.Count; i++)
        {
            if (slices[i].IsDecode) blocks += BlocksOf(slices[i].ContextTokens + 1);
        }
        return (double)blocks / shape.DecodeSequences;
    }

    /// <summary>Where new tokens in prefill lie: beyond one block of queries, its work grows in whole blocks.</summary>
    public static GridPlace PrefillTokens(int tokens) => tokens <= PrefillBlock ? Grid.Around(tokens) : InBlocks(tokens);

    /// <summary>Where the context of a prefill lies: its work grows in whole blocks of keys, which long contexts make smooth.</summary>
    public static GridPlace PrefillContext(int context) => context <= ExactContext ? InBlocks(context) : LongGrid.Around(context);

    /// <summary>A step with every kind of operator.</summary>
    public static StepShape Any() => Of(new SequenceSlice(2, 1, Samples: true), new SequenceSlice(1, 1, Samples: true));

    /// <summary>New tokens that nobody samples from.</summary>
    public static StepShape Tokens(int tokens) => Of(new SequenceSlice(tokens, 0, Samples: false));

    /// <summary>Sequences that all sample.</summary>
    public static StepShape Head(int sequences)
    {
        var shape = new StepShape();
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, 1, Samples: true));
        return shape;
    }

    /// <summary>Sequences that decode, each reading so many blocks of keys, the last one half full.</summary>
    public static StepShape Decode(int sequences, int blocks)
    {
        var shape = new StepShape();
        int context = blocks * DecodeBlock - DecodeBlock / 2;
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, context, Samples: true));
        return shape;
    }

    /// <summary>One sequence in prefill.</summary>
    public static StepShape Prefill(int tokens, int context) => Of(new SequenceSlice(tokens, context, Samples: true));

    private static GridPlace InBlocks(int tokens) => GridPlace.At((tokens + PrefillBlock - 1L) / PrefillBlock * PrefillBlock);

    private static StepShape Of(params SequenceSlice[] slices)
    {
        var shape = new StepShape();
        foreach (SequenceSlice slice in slices) shape.Add(slice);
        return shape;
    }
}
