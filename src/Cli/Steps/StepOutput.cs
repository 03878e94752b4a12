using System.CommandLine;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Results;
using DeepStack.Sim.Results.Files;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.Reports;
using DeepStack.Sim.Results.Timelines;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Cli.Steps;

/// <summary>What the commands that time one step or operator show: a table, JSON, a timeline file.</summary>
internal sealed class StepOutput
{
    private readonly Option<bool> _json = new("--json") { Description = "Print the figures as JSON" };
    private readonly Option<string?> _timeline = new("--timeline") { Description = "Write the operators to this file: Chrome Trace Event JSON, or Perfetto's format if it ends in .pftrace" };

    public void AddTo(Command command)
    {
        command.Add(_json);
        command.Add(_timeline);
    }

    public void Write(ParseResult parse, StepSubject subject, StepShape shape, StepTiming timing)
    {
        var sheet = new StepSheet();
        if (parse.GetValue(_timeline) is { } path)
        {
            TimelineFormat format = path.EndsWith(".pftrace", StringComparison.OrdinalIgnoreCase) ? TimelineFormat.Perfetto : TimelineFormat.Chrome;
            WholeFile.Write(path, stream => SingleStep.Record(new RecorderTee(sheet, Timeline.To(stream, format, new TimelineOptions())), subject, shape, timing));
        }
        else
        {
            SingleStep.Record(sheet, subject, shape, timing);
        }
        if (parse.GetValue(_json)) Console.WriteLine(StepJson.Of(sheet));
        else Console.Write(StepText.Of(sheet));
    }
}
