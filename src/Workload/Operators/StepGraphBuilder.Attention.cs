using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Workload.Operators;

internal sealed partial class StepGraphBuilder
{
    private void AddGroupedQuery(List<Operator> operators, GroupedQueryAttention attention)
    {
        WeightFormat weights = model.Precision.Attention;
        var queries = new ShardAxis(attention.Heads, attention.HeadDimension);
        var keysAndValues = new ShardAxis(attention.KvHeads, 2 * attention.HeadDimension);
        operators.Add(Linear("qkv_proj", Sharding.Column, ShardAxis.Of(_hidden), new FusedColumns(queries, keysAndValues), weights, attention.QkvBias));
        if (attention.QkNorm)
        {
            operators.Add(new NormOperator("query_norm", Sharding.Heads, _tokens * attention.Heads, attention.HeadDimension, NormKind.Rms, _activations));
            operators.Add(new NormOperator("key_norm", Sharding.Heads, _tokens * attention.KvHeads, attention.HeadDimension, NormKind.Rms, _activations));
        }
        if (attention.Rotary) operators.Add(Rotary(attention.QueryWidth + attention.KvWidth));
        operators.Add(new AttentionOperator("attention", shape, AttentionPhases.Both, attention.Window)
        {
            Heads = attention.Heads,
            KvHeads = attention.KvHeads,
            KeyDimension = attention.HeadDimension,
            ValueDimension = attention.HeadDimension,
            CacheElementsPerToken = attention.KvElementsPerToken,
            KvCache = model.Precision.KvCache,
            Activations = _activations,
        });
        operators.Add(Linear("o_proj", Sharding.Row, queries, FusedColumns.Of(_hidden), weights, attention.OutputBias));
    }

    /// <summary>A rotation is two products and a sum for each element.</summary>
    private ElementwiseOperator Rotary(int width) =>
        new("rotary", ElementwiseKind.Rotary, Sharding.Heads, _tokens, width, width, 3, _activations);
}
