using System.Globalization;
using System.Text;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>The command line that times one design again.</summary>
public static class ReproducingLine
{
    /// <summary>A line for <c>deepstack estimate</c>, which says the same time; with <c>deepstack step</c> in its place a decoding design is simulated.</summary>
    public static string Of(DesignSpace space, ExploredDesign design)
    {
        ParallelPlan plan = design.Plan;
        var line = new StringBuilder($"deepstack estimate --model {Quoted(space.Model)} --platform {Quoted(space.Platform)}");
        foreach ((string option, int ways) in new[] { ("--tp", plan.TensorParallel), ("--pp", plan.PipelineParallel), ("--attention-dp", plan.AttentionData), ("--ep", plan.ExpertParallel) })
        {
            if (ways > 1) line.Append(CultureInfo.InvariantCulture, $" {option} {ways}");
        }
        if (plan.SequenceParallel) line.Append(" --sp");
        if (plan.AllOverlap != OverlapModes.None) line.Append(" --overlap ").Append(OverlapNames.Of(plan.AllOverlap));
        if (space.Routing != "uniform") line.Append(" --expert-routing ").Append(Quoted(space.Routing));
        line.Append(space.Stage == DesignStage.Decode
            ? string.Create(CultureInfo.InvariantCulture, $" --batch {design.Sequences} --context {space.Tokens}")
            : string.Create(CultureInfo.InvariantCulture, $" --stage prefill --batch {design.Sequences} --input-tokens {space.Tokens}"));
        foreach (PresetOverride change in design.Silicon.Changes) line.Append(" --set ").Append(Quoted($"{change.Path}={change.Value}"));
        return line.ToString();
    }

    private static string Quoted(string text) => text.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or '/' or ':' or '=' or '@')) ? $"\"{text}\"" : text;
}
