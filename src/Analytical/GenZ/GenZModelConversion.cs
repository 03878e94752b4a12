using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>Describes a model of the library in GenZ's terms, as far as these reach.</summary>
public static class GenZModelConversion
{
    /// <summary>Converts a model of equal layers with grouped-query attention.</summary>
    /// <exception cref="PresetException">GenZ has no terms for it: latent attention, a window, shared experts, or layers that differ.</exception>
    public static GenZModel Convert(ModelSpec model)
    {
        if (model.Layers is not [var layer]) throw Beyond(model, "its layers differ");
        if (layer.Attention is not GroupedQueryAttention { Window: 0 } attention) throw Beyond(model, "its attention is not over grouped queries of the whole context");
        var plain = new GenZModel(model.Name, model.HiddenSize, model.VocabularySize, layer.Count)
        {
            Heads = attention.Heads,
            KvHeads = attention.KvHeads,
            HeadDimension = attention.HeadDimension,
            IntermediateSize = 0,
            InputMatrices = layer.FeedForward.Gated ? 2 : 1,
        };
        return layer.FeedForward switch
        {
            DenseFeedForward dense => plain with { IntermediateSize = dense.IntermediateSize },
            MixtureOfExperts { SharedIntermediateSize: 0 } moe => plain with
            {
                IntermediateSize = moe.ExpertIntermediateSize,
                Experts = moe.Experts,
                ExpertsPerToken = moe.ExpertsPerToken,
            },
            _ => throw Beyond(model, "it has shared experts"),
        };
    }

    private static PresetException Beyond(ModelSpec model, string why) => new($"{model.Name} cannot be put in GenZ's terms: {why}.");
}
