using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Workload.Operators;

/// <summary>Latent attention: decode works on the latents themselves (the up-projections absorbed into query and output), prefill expands them.</summary>
internal sealed partial class StepGraphBuilder
{
    private void AddLatent(List<Operator> operators, LatentAttention attention)
    {
        WeightFormat weights = model.Precision.Attention;
        var queries = new ShardAxis(attention.Heads, attention.QueryHeadDimension);
        FusedColumns latents = FusedColumns.Of(attention.QueryRank + attention.LatentWidth);
        operators.Add(Linear("qkv_down_proj", Sharding.Replicated, ShardAxis.Of(_hidden), latents, weights));
        if (attention.QueryRank > 0)
            operators.Add(new NormOperator("query_latent_norm", Sharding.Replicated, _tokens, attention.QueryRank, NormKind.Rms, _activations));
        operators.Add(new NormOperator("kv_latent_norm", Sharding.Replicated, _tokens, attention.KvRank, NormKind.Rms, _activations));
        ShardAxis queryInput = ShardAxis.Of(attention.QueryRank > 0 ? attention.QueryRank : _hidden);
        operators.Add(Linear("query_up_proj", Sharding.Column, queryInput, new FusedColumns(queries), weights));
        operators.Add(Rotary((attention.Heads + 1) * attention.RotaryHeadDimension));
        operators.Add(new CacheTransferOperator("cache_write", _tokens, attention.LatentWidth, Writes: true, model.Precision.KvCache, _activations));
        if (attention.Indexer is { } indexer) AddIndexer(operators, attention, indexer);
        AddLatentScores(operators, attention);
        operators.Add(Linear("o_proj", Sharding.Row, new ShardAxis(attention.Heads, attention.ValueHeadDimension), FusedColumns.Of(_hidden), weights));
    }

    /// <summary>Sparse attention always works on latents, since its positions lie scattered.</summary>
    private void AddLatentScores(List<Operator> operators, LatentAttention attention)
    {
        bool sparse = attention.Indexer is not null;
        if (sparse || shape.DecodeSequences > 0) AddAbsorbed(operators, attention, sparse ? AttentionPhases.Both : AttentionPhases.Decode);
        if (!sparse && shape.PrefillSequences > 0) AddExpanded(operators, attention);
    }

    private void AddAbsorbed(List<Operator> operators, LatentAttention attention, AttentionPhases phases)
    {
        WeightFormat weights = model.Precision.Attention;
        (int rows, OperatorScope scope) = phases == AttentionPhases.Both ? (_tokens, OperatorScope.NewTokens) : (shape.DecodeSequences, OperatorScope.Decode);
        operators.Add(new HeadLinearOperator("query_absorb", rows, attention.Heads, attention.PlainHeadDimension, attention.KvRank, weights, _activations) { Scope = scope });
        operators.Add(new AttentionOperator("latent_attention", shape, phases, attention.Indexer?.TopK ?? attention.Window, contiguous: attention.Indexer is null)
        {
            Heads = attention.Heads,
            KvHeads = 1,
            KeyDimension = attention.LatentWidth,
            ValueDimension = attention.KvRank,
            CacheElementsPerToken = attention.LatentWidth,
            WritesCache = false,
            KvCache = model.Precision.KvCache,
            Activations = _activations,
        });
        operators.Add(new HeadLinearOperator("value_up", rows, attention.Heads, attention.KvRank, attention.ValueHeadDimension, weights, _activations) { Scope = scope });
    }

    private void AddExpanded(List<Operator> operators, LatentAttention attention)
    {
        var scores = new AttentionOperator("attention", shape, AttentionPhases.Prefill, attention.Window)
        {
            Heads = attention.Heads,
            KvHeads = attention.Heads,
            KeyDimension = attention.QueryHeadDimension,
            ValueDimension = attention.ValueHeadDimension,
            CacheElementsPerToken = 0,
            WritesCache = false,
            KvCache = model.Precision.KvCache,
            Activations = _activations,
        };
        long positions = scores.Prefill.KvTokens, cached = positions - scores.Prefill.QueryTokens;
        if (cached > 0) operators.Add(new CacheTransferOperator("cache_gather", cached, attention.LatentWidth, Writes: false, model.Precision.KvCache, _activations) { Scope = OperatorScope.Prefill });
        var expanded = new FusedColumns(new ShardAxis(attention.Heads, attention.PlainHeadDimension + attention.ValueHeadDimension));
        operators.Add(new LinearOperator(
            "kv_up_proj", Sharding.Column, checked((int)positions), ShardAxis.Of(attention.KvRank), expanded, model.Precision.Attention, _activations)
        { Scope = OperatorScope.Prefill });
        operators.Add(scores);
    }

    private void AddIndexer(List<Operator> operators, LatentAttention attention, SparseIndexer indexer)
    {
        WeightFormat weights = model.Precision.Attention;
        int width = indexer.Heads * indexer.HeadDimension;
        operators.Add(Linear("index_query_proj", Sharding.Replicated, ShardAxis.Of(attention.QueryRank), FusedColumns.Of(width), weights));
        operators.Add(Linear("index_key_proj", Sharding.Replicated, ShardAxis.Of(_hidden), FusedColumns.Of(indexer.HeadDimension), weights));
        operators.Add(Linear("index_weights_proj", Sharding.Replicated, ShardAxis.Of(_hidden), FusedColumns.Of(indexer.Heads), _unquantised));
        operators.Add(new NormOperator("index_key_norm", Sharding.Replicated, _tokens, indexer.HeadDimension, NormKind.Layer, _activations));
        var scores = new AttentionOperator("index_scores", shape, AttentionPhases.Both)
        {
            Heads = indexer.Heads,
            KvHeads = 1,
            KeyDimension = indexer.HeadDimension,
            ValueDimension = 0,
            CacheElementsPerToken = indexer.CacheBytesPerToken,
            KvCache = SparseIndexer.KeyFormat,
            Activations = SparseIndexer.KeyFormat,
        } with
        { Sharding = Sharding.Replicated };
        operators.Add(scores);
        if (shape.DecodeSequences > 0) operators.Add(PositionChoice("position_choice_decode", scores.Decode, indexer, OperatorScope.Decode));
        if (shape.PrefillSequences > 0) operators.Add(PositionChoice("position_choice_prefill", scores.Prefill, indexer, OperatorScope.Prefill));
    }

    private static ElementwiseOperator PositionChoice(string name, in AttentionLoad load, SparseIndexer indexer, OperatorScope scope)
    {
        int positions = (int)(load.ScorePairs / load.QueryTokens);
        return new ElementwiseOperator(
            name, ElementwiseKind.PositionChoice, Sharding.Replicated, load.QueryTokens, positions, Math.Min(positions, indexer.TopK), 2, NumberFormat.Fp32)
        { Scope = scope };
    }
}
