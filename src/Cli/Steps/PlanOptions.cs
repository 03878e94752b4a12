using System.CommandLine;
using DeepStack.Sim.Mapping.Plans;

namespace DeepStack.Sim.Cli.Steps;

/// <summary>The options that say how the model of one step is spread over devices.</summary>
internal sealed class PlanOptions
{
    private readonly Option<int> _tensor = Ways("--tp", "Devices that share every layer");
    private readonly Option<int> _pipeline = Ways("--pp", "Pipeline stages that share the layers");
    private readonly Option<int> _microBatches = Ways("--micro-batches", "Parts that the step is cut into to fill the pipeline");
    private readonly Option<int> _experts = Ways("--ep", "Ranks of a stage that share whole routed experts");
    private readonly Option<int> _attentionData = Ways("--attention-dp", "Groups of a stage that each do such a step and share the experts");
    private readonly Option<bool> _sequence = new("--sp") { Description = "Share norms and sums by token" };
    private readonly Option<int> _overlap = Ways("--overlap-chunks", "Pieces in which an exchange and the product beside it overlap; 1 for none");
    private readonly Option<string> _routing = new("--expert-routing") { Description = "How tokens choose experts: uniform, balanced, power-law:A, correlated:A, or file:PATH", DefaultValueFactory = _ => "uniform" };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_tensor, _pipeline, _microBatches, _experts, _attentionData, _sequence, _overlap, _routing]) command.Add(option);
    }

    /// <summary>The plan; not checked.</summary>
    public ParallelPlan Plan(ParseResult parse) => new(parse.GetValue(_tensor))
    {
        PipelineParallel = parse.GetValue(_pipeline),
        MicroBatches = parse.GetValue(_microBatches),
        ExpertParallel = parse.GetValue(_experts),
        AttentionData = parse.GetValue(_attentionData),
        SequenceParallel = parse.GetValue(_sequence),
        OverlapChunks = parse.GetValue(_overlap),
    };

    /// <summary>How tokens choose experts.</summary>
    public string Routing(ParseResult parse) => parse.GetValue(_routing)!;

    private static Option<int> Ways(string name, string description) => new(name) { Description = description, DefaultValueFactory = _ => 1 };
}
