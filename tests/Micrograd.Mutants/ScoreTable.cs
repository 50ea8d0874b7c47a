using System.Globalization;
using System.Text;

namespace Micrograd.Mutants;

/// <summary>How many mutants of each folder had which outcome. The score is the share noticed of all that was judged, code that nothing passes included.</summary>
internal sealed class ScoreTable
{
    private readonly List<(string Folder, Outcome Outcome)> _rows = [];

    public void Add(Mutant mutant, Verdict verdict) => _rows.Add((mutant.Folder, verdict.Outcome));

    public string Write()
    {
        Outcome[] outcomes = Enum.GetValues<Outcome>();
        StringBuilder text = new StringBuilder().Append("\n| folder | mutants |").AppendJoin("", outcomes.Select(static o => $" {o} |")).Append(" score |\n|---|---|").Append(string.Concat(outcomes.Select(static _ => "---|"))).Append("---|\n");
        foreach (string folder in _rows.Select(static r => r.Folder).Distinct().Order(StringComparer.Ordinal).Append("all"))
        {
            Dictionary<Outcome, int> counts = _rows.Where(r => folder == "all" || r.Folder == folder).CountBy(static r => r.Outcome).ToDictionary();
            int Count(params ReadOnlySpan<Outcome> of)
            {
                int sum = 0;
                foreach (Outcome outcome in of)
                {
                    sum += counts.GetValueOrDefault(outcome);
                }

                return sum;
            }

            int noticed = Count(Outcome.Killed, Outcome.TimedOut, Outcome.Crashed);
            int missed = Count(Outcome.SurvivedWithOtherText, Outcome.SurvivedWithSameText);
            text.Append(CultureInfo.InvariantCulture, $"| {folder} | {counts.Values.Sum()} |").AppendJoin("", outcomes.Select(o => $" {Count(o)} |")).Append(CultureInfo.InvariantCulture, $" {100.0 * noticed / Math.Max(1, noticed + missed):0.0} % |\n");
        }

        return text.ToString();
    }
}
