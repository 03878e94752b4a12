using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>One question: a model on a platform, cut by a plan, in one stage.</summary>
public readonly record struct GenZPoint
{
    /// <summary>A question.</summary>
    /// <param name="model">The model.</param>
    /// <param name="platform">The platform.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="stage">The stage.</param>
    public GenZPoint(GenZModel model, GenZPlatform platform, GenZPlan plan, GenZStage stage)
    {
        Model = model;
        Platform = platform;
        Plan = plan;
        Stage = stage;
    }

    /// <summary>The model.</summary>
    public GenZModel Model { get; init; }

    /// <summary>The platform.</summary>
    public GenZPlatform Platform { get; init; }

    /// <summary>The plan.</summary>
    public GenZPlan Plan { get; init; }

    /// <summary>The stage.</summary>
    public GenZStage Stage { get; init; }

    /// <summary>The format of weights, cache and activations alike.</summary>
    public NumberFormat Format { get; init; } = NumberFormat.Bf16;

    /// <summary>The share of the peak rates that arithmetic and memory reach, above 0.</summary>
    public double Efficiency { get; init; } = 1;

    /// <summary>Sequences in the whole pipeline; 1 in the chunked stage.</summary>
    public long Batch { get; init; } = 1;

    /// <summary>Prompt tokens of each sequence; in decode the context; in the chunked stage the tokens of the piece.</summary>
    public long InputTokens { get; init; } = 1;

    /// <summary>Decode: tokens made before this one, a further part of the context.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Chunked: tokens of the prompt that were there before the piece.</summary>
    public long PastTokens { get; init; }

    /// <summary>Chunked: sequences that decode along.</summary>
    public long Decodes { get; init; }

    /// <summary>Chunked: the context of each sequence that decodes along.</summary>
    public long DecodeContext { get; init; }

    /// <summary>Whether what does not fit may live in slower memory.</summary>
    public bool Offload { get; init; }
}
