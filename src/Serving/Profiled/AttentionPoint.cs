using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Serving.Profiled;

/// <summary>What attention does in a step, in the terms of a kernel profile.</summary>
/// <param name="PrefillTokens">New tokens of all prompts.</param>
/// <param name="PrefillContext">Tokens before them, such that one prompt of this shape costs as much arithmetic as all.</param>
/// <param name="DecodeSequences">Sequences that decode.</param>
/// <param name="DecodeContext">Their mean context.</param>
public readonly record struct AttentionPoint(double PrefillTokens, double PrefillContext, double DecodeSequences, double DecodeContext)
{
    /// <summary>The point of a step.</summary>
    /// <remarks>A prompt with q new tokens on k old ones reads q (k + q/2) pairs; the sum over prompts fixes the context of the whole.</remarks>
    public static AttentionPoint Of(StepShape shape)
    {
        double pairs = 0;
        if (shape.PrefillSequences > 0)
        {
            for (int i = 0; i < shape.Slices.Count; i++)
            {
                SequenceSlice slice = shape.Slices[i];
                if (!slice.IsDecode) pairs += slice.NewTokens * (slice.ContextTokens + 0.5 * slice.NewTokens);
            }
        }
        double tokens = shape.PrefillTokens, context = tokens == 0 ? 0 : Math.Max(0, pairs / tokens - tokens / 2);
        return new AttentionPoint(tokens, context, shape.DecodeSequences, shape.DecodeSequences == 0 ? 0 : (double)shape.DecodeContextTokens / shape.DecodeSequences);
    }
}
