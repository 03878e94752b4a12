using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Workload.Operators;

/// <summary>Writes down the operators of one step; the family-specific parts are in the other files of this name.</summary>
internal sealed partial class StepGraphBuilder(ModelSpec model, StepShape shape)
{
    private readonly NumberFormat _activations = model.Precision.Activations;
    private readonly WeightFormat _unquantised = new(model.Precision.Unquantised);
    private readonly int _hidden = model.HiddenSize;
    private readonly int _tokens = shape.NewTokens;

    /// <summary>The embedding, with learned positions where the model has them.</summary>
    public Operator[] Prologue()
    {
        var tokens = new EmbeddingOperator("embedding", Sharding.Vocabulary, _tokens, _hidden, model.VocabularySize, model.Precision.Unquantised);
        if (model.LearnedPositions == 0) return [tokens];
        return
        [
            tokens,
            new EmbeddingOperator("position_embedding", Sharding.Replicated, _tokens, _hidden, model.LearnedPositions, model.Precision.Unquantised),
            Residual("position_add"),
        ];
    }

    /// <summary>One layer of a group.</summary>
    public List<Operator> Layer(LayerGroup group)
    {
        var operators = new List<Operator>(24) { Norm("attention_norm") };
        AddAttention(operators, group.Attention);
        operators.Add(Residual("attention_residual"));
        operators.Add(Norm("feed_forward_norm"));
        AddFeedForward(operators, group.FeedForward);
        operators.Add(Residual("feed_forward_residual"));
        return operators;
    }

    /// <summary>The last norm; LM head and sampling for the sequences that need a token.</summary>
    public Operator[] Epilogue()
    {
        var norm = Norm("final_norm");
        int sampled = shape.SampledSequences, vocabulary = model.VocabularySize;
        if (sampled == 0) return [norm];
        return
        [
            norm,
            new LinearOperator("lm_head", Sharding.Vocabulary, sampled, ShardAxis.Of(_hidden), FusedColumns.Of(vocabulary), _unquantised, _activations) { Scope = OperatorScope.Sampled },
            new ElementwiseOperator("sampling", ElementwiseKind.Sampling, Sharding.Replicated, sampled, vocabulary, 1, vocabulary, _activations) { Scope = OperatorScope.Sampled },
        ];
    }

    private void AddAttention(List<Operator> operators, AttentionSpec attention)
    {
        if (attention is GroupedQueryAttention grouped) AddGroupedQuery(operators, grouped);
        else AddLatent(operators, (LatentAttention)attention);
    }

    private void AddFeedForward(List<Operator> operators, FeedForwardSpec feedForward)
    {
        if (feedForward is DenseFeedForward dense) AddDense(operators, "", dense.IntermediateSize, dense.Gated, dense.Bias);
        else AddExperts(operators, (MixtureOfExperts)feedForward);
    }

    private NormOperator Norm(string name) => new(name, Sharding.Replicated, _tokens, _hidden, model.Norm, _activations);

    private ElementwiseOperator Residual(string name) =>
        new(name, ElementwiseKind.Residual, Sharding.Replicated, _tokens, 2 * _hidden, _hidden, 1, _activations);

    private LinearOperator Linear(string name, Sharding sharding, ShardAxis input, FusedColumns output, WeightFormat weights, bool bias = false) =>
        new(name, sharding, _tokens, input, output, weights, _activations) { Bias = bias };
}
