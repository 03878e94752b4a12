using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>The door of the engine: refuses questions that have no answer.</summary>
public static class GenZPointCheck
{
    private const long MostTokens = 1L << 40;
    private const int MostWays = 1 << 20;

    /// <summary>Gives the point back if it can be answered.</summary>
    /// <exception cref="PresetException">Something is out of range; the message lists every fault.</exception>
    public static GenZPoint Checked(in GenZPoint point)
    {
        var faults = new List<string>();
        Within("tp", point.Plan.Tensor, 1, MostWays);
        Within("pp", point.Plan.Pipeline, 1, point.Model.Layers);
        Within("ep", point.Plan.Expert, 1, MostWays);
        Within("batch", point.Batch, 1, MostTokens);
        Within("input tokens", point.InputTokens, 1, MostTokens);
        Within("output tokens", point.OutputTokens, 0, MostTokens);
        Within("past tokens", point.PastTokens, 0, MostTokens);
        Within("decodes", point.Decodes, 0, MostTokens);
        Within("the context of decodes", point.DecodeContext, point.Decodes > 0 ? 1 : 0, MostTokens);
        if (!(point.Efficiency > 0 && double.IsFinite(point.Efficiency))) faults.Add($"the efficiency is {point.Efficiency}; expected a number above 0.");
        if (point.Stage == GenZStage.Chunked && (point.Batch > 1 || point.Plan.Pipeline > 1)) faults.Add("a chunked step has batch 1 and one pipeline stage.");
        if (faults.Count > 0) throw new PresetException(string.Join(Environment.NewLine, faults));
        return point;

        void Within(string what, long value, long least, long most)
        {
            if (value < least || value > most) faults.Add($"{what} is {value}; expected between {least} and {most}.");
        }
    }
}
